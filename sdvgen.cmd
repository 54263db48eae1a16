@echo off
rem Runs sdvgen. In a source checkout it first builds what is missing or built from other sources;
rem in an unpacked distribution (a folder lib beside this file) it only runs.
rem   JAVA_HOME         JDK 17 or later; otherwise the java on the PATH
rem   SDVGEN_JAVA_OPTS  options for the Java virtual machine, such as -Xmx8g
rem   SDVGEN_TORCH      a Python virtual environment with torch 2.7.1, to compute on an NVIDIA GPU
setlocal EnableExtensions DisableDelayedExpansion
set "HOME_DIR=%~dp0"
set "HOME_DIR=%HOME_DIR:~0,-1%"

set "JAVA_EXE=java"
if defined JAVA_HOME set "JAVA_EXE=%JAVA_HOME%\bin\java.exe"
"%JAVA_EXE%" -version >nul 2>&1
if errorlevel 1 (
  echo sdvgen: no Java found: install a JDK 17 or later and set JAVA_HOME to it 1>&2
  exit /b 2
)
for /f "tokens=3" %%v in ('""%JAVA_EXE%" -version 2>&1" ^| findstr /i " version "') do set "JAVA_VERSION=%%~v"
for /f "delims=." %%m in ("%JAVA_VERSION%") do set "JAVA_MAJOR=%%m"
if %JAVA_MAJOR% LSS 17 (
  echo sdvgen: "%JAVA_EXE%" is Java %JAVA_VERSION%, but 17 or later is needed: set JAVA_HOME to a JDK 17 or later 1>&2
  exit /b 2
)

set "LIB_DIR=%HOME_DIR%\lib"
if exist "%LIB_DIR%" goto torch
set "LIB_DIR=%HOME_DIR%\cli\target\dist\lib"
set "SOURCES=%HOME_DIR%\tools\launcher\Sources.java"
set "LOCK=%HOME_DIR%\cli\target\.building"
set "WAITS="
"%JAVA_EXE%" "%SOURCES%" check "%HOME_DIR%"
if not errorlevel 1 goto torch
if not exist "%HOME_DIR%\cli\target\" mkdir "%HOME_DIR%\cli\target"
if not exist "%HOME_DIR%\cli\target\" (
  echo sdvgen: "%HOME_DIR%\cli\target" cannot be made, and sdvgen must be built first 1>&2
  exit /b 2
)

rem One start builds, others wait for it: of several that make a folder one succeeds.
:lock
mkdir "%LOCK%" 2>nul && goto build
if not defined WAITS echo sdvgen: waits for another start that builds. If none does, remove the folder "%LOCK%" 1>&2
set "WAITS=yes"
ping -n 2 127.0.0.1 >nul
goto lock

:build
rem The one that was waited for may have built just this.
"%JAVA_EXE%" "%SOURCES%" check "%HOME_DIR%"
if not errorlevel 1 goto built
echo sdvgen: building; the first time downloads the libraries and takes some minutes 1>&2
pushd "%HOME_DIR%"
call mvnw.cmd -B -q -pl distribution -am package -Dmaven.test.skip=true
if errorlevel 1 (
  popd
  rmdir "%LOCK%"
  echo sdvgen: the build failed; what Maven says stands above 1>&2
  exit /b 2
)
popd
"%JAVA_EXE%" "%SOURCES%" mark "%HOME_DIR%"
:built
rmdir "%LOCK%"

:torch
set "JNA_OPTION="
if not defined SDVGEN_TORCH goto run
set "PYTORCH_LIBRARY_PATH=%SDVGEN_TORCH%\Lib\site-packages\torch\lib"
if not exist "%PYTORCH_LIBRARY_PATH%" (
  echo sdvgen: SDVGEN_TORCH is %SDVGEN_TORCH%, but there is no torch in it: run its pip install torch==2.7.1 1>&2
  exit /b 2
)
findstr /r /c:"__version__ = '2\.7\.1[+']" "%SDVGEN_TORCH%\Lib\site-packages\torch\version.py" >nul
if errorlevel 1 (
  echo sdvgen: the torch in %SDVGEN_TORCH% is not 2.7.1: run its pip install torch==2.7.1 1>&2
  exit /b 2
)
rem On Windows the CUDA runtime lies among PyTorch's own libraries.
set JNA_OPTION="-Djna.library.path=%PYTORCH_LIBRARY_PATH%"
if defined PYTORCH_FLAVOR goto run
set "PYTORCH_FLAVOR=cpu"
if exist "%SystemRoot%\System32\nvcuda.dll" set "PYTORCH_FLAVOR=cu128"

:run
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=PASSIVE"
if not defined TORCH_CPP_LOG_LEVEL set "TORCH_CPP_LOG_LEVEL=ERROR"
set "OPT_OUT_TRACKING=true"
set "ACCESS_OPTION="
if %JAVA_MAJOR% GEQ 22 set "ACCESS_OPTION=--enable-native-access=ALL-UNNAMED"
rem The terminal and Java speak UTF-8 while sdvgen runs; the terminal's own code page comes back.
set "CODE_PAGE="
for /f "tokens=2 delims=:." %%c in ('chcp') do set "CODE_PAGE=%%c"
chcp 65001 >nul 2>&1
set "TEXT_OPTIONS=-Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8"
rem What Java 17 calls them:
set "TEXT_OPTIONS=%TEXT_OPTIONS% -Dsun.stdout.encoding=UTF-8 -Dsun.stderr.encoding=UTF-8"
"%JAVA_EXE%" %TEXT_OPTIONS% %SDVGEN_JAVA_OPTS% "-Dsdvgen.home=%HOME_DIR%" -Dai.djl.offline=true -Djava.awt.headless=true %ACCESS_OPTION% %JNA_OPTION% -cp "%LIB_DIR%\*" org.sdvgen.cli.Main %*
set "EXIT_CODE=%ERRORLEVEL%"
if defined CODE_PAGE chcp %CODE_PAGE% >nul 2>&1
exit /b %EXIT_CODE%

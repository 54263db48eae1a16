package org.sdvgen.host.plugin;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Replaces the calls in a class that would end the program by calls of {@link ExitRefused}. */
final class ExitCalls {
  private static final String SYSTEM = "java/lang/System";
  private static final String RUNTIME = "java/lang/Runtime";
  private static final String REFUSED = Type.getInternalName(ExitRefused.class);
  private static final String STATUS = "(I)V";
  private static final String RECEIVER_AND_STATUS = "(Ljava/lang/Runtime;I)V";

  private ExitCalls() {}

  /**
   * Replaces the calls.
   *
   * @param file a class file
   * @return the changed file; empty if it has no such call, or is of a later Java than can be read
   */
  static Optional<byte[]> refused(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    if (!(text.contains(SYSTEM) || text.contains(RUNTIME))
        || !(text.contains("exit") || text.contains("halt"))) {
      return Optional.empty();
    }
    try {
      ClassReader reader = new ClassReader(file);
      ClassWriter writer = new ClassWriter(reader, 0);
      Classes classes = new Classes(writer);
      reader.accept(classes, 0);
      return classes.changed ? Optional.of(writer.toByteArray()) : Optional.empty();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // A class of a later version, or a damaged one: Java itself says so, or runs it.
      return Optional.empty();
    }
  }

  private static boolean ends(String owner, String name, String descriptor) {
    return descriptor.equals(STATUS)
        && ((owner.equals(SYSTEM) && name.equals("exit"))
            || (owner.equals(RUNTIME) && (name.equals("exit") || name.equals("halt"))));
  }

  private static String descriptor(String owner) {
    return owner.equals(SYSTEM) ? STATUS : RECEIVER_AND_STATUS;
  }

  private static final class Classes extends ClassVisitor {
    private boolean changed;

    Classes(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new Calls(super.visitMethod(access, name, descriptor, signature, exceptions));
    }

    private final class Calls extends MethodVisitor {
      Calls(MethodVisitor next) {
        super(Opcodes.ASM9, next);
      }

      @Override
      public void visitMethodInsn(
          int code, String owner, String name, String descriptor, boolean onInterface) {
        if (ends(owner, name, descriptor)) {
          changed = true;
          super.visitMethodInsn(
              Opcodes.INVOKESTATIC, REFUSED, name, ExitCalls.descriptor(owner), false);
        } else {
          super.visitMethodInsn(code, owner, name, descriptor, onInterface);
        }
      }

      /** Method references. */
      @Override
      public void visitInvokeDynamicInsn(
          String name, String descriptor, Handle bootstrap, Object... arguments) {
        Object[] replaced = arguments.clone();
        for (int i = 0; i < replaced.length; i++) {
          if (replaced[i] instanceof Handle call
              && ends(call.getOwner(), call.getName(), call.getDesc())) {
            changed = true;
            replaced[i] =
                new Handle(
                    Opcodes.H_INVOKESTATIC,
                    REFUSED,
                    call.getName(),
                    ExitCalls.descriptor(call.getOwner()),
                    false);
          }
        }
        super.visitInvokeDynamicInsn(name, descriptor, bootstrap, replaced);
      }
    }
  }
}

package org.sdvgen.runtime.text;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The checked structure of a SentencePiece model, a protocol buffer. The native library ends the
 * whole program on some damaged models, so whatever it would follow blindly is looked at first.
 */
final class PieceModel {
  private static final int LENGTH_DELIMITED = WireFormat.WIRETYPE_LENGTH_DELIMITED;
  private static final int VARINT = WireFormat.WIRETYPE_VARINT;

  /** The kinds of pieces: 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte. */
  private static final int NORMAL = 1;

  private static final int UNKNOWN = 2;
  private static final int USER_DEFINED = 4;
  private static final int BYTE = 6;

  /** A model of type unigram, the only one that T5 has. */
  private static final int UNIGRAM = 1;

  private static final int BYTES = 256;

  private final Set<String> pieces = new HashSet<>();
  private int unknowns;
  private int matchable;
  private int byteValues;
  private boolean fallsBackToBytes;

  private PieceModel() {}

  /**
   * Checks a model.
   *
   * @param bytes the whole file
   * @throws IllegalArgumentException if it is damaged or not a model of T5's type
   */
  static void check(byte[] bytes) {
    PieceModel model = new PieceModel();
    try {
      model.read(CodedInputStream.newInstance(bytes));
    } catch (IOException e) {
      throw new IllegalArgumentException("its fields do not fit into each other", e);
    }
    require(model.unknowns == 1, "it has " + model.unknowns + " unknown pieces");
    require(model.matchable > 0, "no piece stands for text");
    require(
        model.byteValues == (model.fallsBackToBytes ? BYTES : 0),
        "it has pieces for " + model.byteValues + " bytes");
  }

  private void read(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> piece(part(in, tag));
        case 2 -> trainer(part(in, tag));
        case 3, 5 -> normalizer(part(in, tag));
        default -> in.skipField(tag);
      }
    }
  }

  private void piece(CodedInputStream in) throws IOException {
    String where = "piece " + pieces.size();
    String text = "";
    int type = NORMAL;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> {
          expect(tag, LENGTH_DELIMITED);
          text = CharacterMap.decode(in.readByteBuffer(), where + " is");
        }
        case 2 -> {
          expect(tag, WireFormat.WIRETYPE_FIXED32);
          require(Float.isFinite(in.readFloat()), where + " has no finite score");
        }
        case 3 -> {
          expect(tag, VARINT);
          type = in.readEnum();
        }
        default -> in.skipField(tag);
      }
    }
    require(!text.isEmpty() && text.indexOf(0) < 0, where + " is empty or has a zero in it");
    require(pieces.add(text), where + " is there twice");
    require(type >= NORMAL && type <= BYTE, where + " is of type " + type);
    count(text, type, where);
  }

  private void count(String text, int type, String where) {
    switch (type) {
      case UNKNOWN -> unknowns++;
      case NORMAL, USER_DEFINED -> matchable++;
      case BYTE -> {
        require(text.matches("<0x[0-9A-F]{2}>"), where + " is no byte");
        byteValues++;
      }
      default -> {
        // Control and unused pieces match no text.
      }
    }
  }

  private void trainer(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 3 -> {
          expect(tag, VARINT);
          require(in.readEnum() == UNIGRAM, "its type is not unigram");
        }
        case 35 -> {
          expect(tag, VARINT);
          fallsBackToBytes = in.readBool();
        }
        default -> in.skipField(tag);
      }
    }
  }

  private static void normalizer(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == 2) {
        expect(tag, LENGTH_DELIMITED);
        byte[] map = in.readByteArray();
        if (map.length > 0) {
          CharacterMap.check(map);
        }
      } else {
        in.skipField(tag);
      }
    }
  }

  private static CodedInputStream part(CodedInputStream in, int tag) throws IOException {
    expect(tag, LENGTH_DELIMITED);
    return CodedInputStream.newInstance(in.readByteBuffer());
  }

  private static void expect(int tag, int wireType) throws InvalidProtocolBufferException {
    if (WireFormat.getTagWireType(tag) != wireType) {
      throw new InvalidProtocolBufferException("a field of another type");
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}

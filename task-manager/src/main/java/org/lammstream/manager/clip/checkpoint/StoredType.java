package org.lammstream.manager.clip.checkpoint;

/** Element types of the safetensors format; the names are those of the file format. */
enum StoredType {
  BOOL(1, false),
  U8(1, false),
  I8(1, false),
  F8_E5M2(1, false),
  F8_E4M3(1, false),
  I16(2, false),
  U16(2, false),
  F16(2, true),
  BF16(2, true),
  I32(4, false),
  U32(4, false),
  F32(4, true),
  I64(8, false),
  U64(8, false),
  F64(8, true);

  private final int bytes;
  private final boolean readable;

  StoredType(int bytes, boolean readable) {
    this.bytes = bytes;
    this.readable = readable;
  }

  /** Bytes per element. */
  int bytes() {
    return bytes;
  }

  /** Whether we read it as float. */
  boolean readable() {
    return readable;
  }
}

package org.lammstream.manager.clip.checkpoint;

/**
 * One entry of a safetensors header, already checked against its file.
 *
 * @param type of its elements
 * @param shape empty for a scalar; not copied
 * @param begin offset of its first byte in the file
 * @param end offset behind its last byte in the file
 */
record TensorHeader(StoredType type, long[] shape, long begin, long end) {

  long elements() {
    return (end - begin) / type.bytes();
  }
}

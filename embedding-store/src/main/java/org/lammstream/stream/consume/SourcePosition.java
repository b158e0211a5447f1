package org.lammstream.stream.consume;

public record SourcePosition(SourcePartition partition, long offset, long resumeOffset) {}

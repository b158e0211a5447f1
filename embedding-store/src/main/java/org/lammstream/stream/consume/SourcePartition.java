package org.lammstream.stream.consume;

public record SourcePartition(String topic, int partition) {}

package org.lammstream.stream.record;

public record RecordHeader(String name, byte[] value) {}

package org.lammstream.stream.record;

import java.util.List;

public record OutgoingRecord(String topic, byte[] key, byte[] value, List<RecordHeader> headers) {}

package org.lammstream.manager.datasets;

import java.util.ArrayList;
import java.util.List;

/** CIFAR-100, binary version, with its fine labels. */
final class CifarReader implements Reader {
  private static final String NAMES = "fine_label_names.txt";

  @Override
  public DataSet read(DataSetInfo info, Folder folder) {
    List<String> names = folder.lines(NAMES);
    Splits splits = new Splits();
    splits.train.addAll(read(folder, "train.bin", names.size()));
    splits.test.addAll(read(folder, "test.bin", names.size()));
    return splits.named(info.id(), ClassNames.readable(names));
  }

  private static List<Example> read(Folder folder, String file, int classes) {
    byte[] bytes = folder.bytes(file);
    if (bytes.length == 0 || bytes.length % CifarPicture.RECORD_BYTES != 0) {
      throw new DataSetException(
          "%s: %d bytes are no whole number of records of %d bytes"
              .formatted(folder.show(file), bytes.length, CifarPicture.RECORD_BYTES));
    }
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < bytes.length / CifarPicture.RECORD_BYTES; i++) {
      int label = bytes[i * CifarPicture.RECORD_BYTES + 1] & 0xff;
      if (label >= classes) {
        throw new DataSetException(
            "%s: record %d: label %d is out of range: there are %d classes"
                .formatted(folder.show(file), i, label, classes));
      }
      examples.add(new Example(folder.record(file, i), label));
    }
    return examples;
  }
}

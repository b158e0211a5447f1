package org.lammstream.manager.datasets;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** SUN397: images are named by paths like {@code /a/abbey/sun_aaa.jpg}. */
final class SunReader implements Reader {
  private static final String NAMES = "ClassName.txt";
  private static final String TRAIN = "Training_01.txt";

  @Override
  public DataSet read(DataSetInfo info, Folder folder) {
    List<String> paths = folder.lines(NAMES);
    Map<String, Integer> labels = ClassNames.labels(paths);
    List<String> names = paths.stream().map(SunReader::name).toList();
    Splits splits = new Splits();
    splits.test.addAll(read(folder, "Testing_01.txt", labels));
    splits.divideTraining(read(folder, TRAIN, labels), names, folder.show(TRAIN).toString());
    return splits.named(info.id(), names);
  }

  /** Without the letter, the last part first: {@code /a/arch/outdoor} is an outdoor arch. */
  private static String name(String path) {
    List<String> parts = new ArrayList<>(List.of(path.split("/")));
    parts.subList(0, Math.min(2, parts.size())).clear();
    Collections.reverse(parts);
    return ClassNames.readable(String.join(" ", parts));
  }

  private static List<Example> read(Folder folder, String file, Map<String, Integer> labels) {
    List<Example> examples = new ArrayList<>();
    for (String line : folder.lines(file)) {
      Integer label = labels.get(line.substring(0, Math.max(0, line.lastIndexOf('/'))));
      if (label == null) {
        throw new DataSetException(
            "%s: '%s' is no image of a class of %s".formatted(folder.show(file), line, NAMES));
      }
      ImageLocation image = folder.named("SUN397", line.substring(1), folder.show(file).toString());
      examples.add(new Example(image, label));
    }
    return examples;
  }
}

package org.lammstream.manager.datasets;

import java.util.List;
import java.util.Map;

/** FGVC Aircraft: lines like {@code 1025794 707-320}. */
final class AircraftReader implements Reader {
  private static final String NAMES = "variants.txt";

  @Override
  public DataSet read(DataSetInfo info, Folder folder) {
    List<String> names = folder.lines(NAMES);
    Map<String, Integer> labels = ClassNames.labels(names);
    Splits splits = new Splits();
    read(folder, "images_variant_train.txt", labels, splits.train);
    read(folder, "images_variant_val.txt", labels, splits.validation);
    read(folder, "images_variant_test.txt", labels, splits.test);
    return splits.named(info.id(), ClassNames.readable(names));
  }

  private static void read(
      Folder folder, String file, Map<String, Integer> labels, List<Example> to) {
    for (String line : folder.lines(file)) {
      int space = line.indexOf(' ');
      Integer label = labels.get(line.substring(space + 1));
      if (space < 0 || label == null) {
        throw new DataSetException(
            "%s: '%s' is no image with a variant of %s".formatted(folder.show(file), line, NAMES));
      }
      String image = line.substring(0, space) + ".jpg";
      to.add(new Example(folder.named("images", image, folder.show(file).toString()), label));
    }
  }
}

package org.lammstream.manager.datasets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Oxford-IIIT Pets: lines like {@code Abyssinian_100 1 1 1}; the breed is in the image's name. */
final class PetsReader implements Reader {
  private static final String TRAIN = "annotations/trainval.txt";
  private static final String TEST = "annotations/test.txt";
  private static final Pattern LINE =
      Pattern.compile("((\\S+)_[^_\\s]+) ([1-9]\\d{0,4}) \\S+ \\S+");

  @Override
  public DataSet read(DataSetInfo info, Folder folder) {
    TreeMap<Integer, String> names = new TreeMap<>();
    List<Example> train = read(folder, TRAIN, names);
    Splits splits = new Splits();
    splits.test.addAll(read(folder, TEST, names));
    List<String> classes = List.copyOf(names.values());
    if (!names.isEmpty() && names.lastKey() != classes.size() - 1) {
      throw new DataSetException(folder.show(TRAIN) + ": its class numbers have gaps");
    }
    splits.divideTraining(train, classes, folder.show(TRAIN).toString());
    return splits.named(info.id(), classes);
  }

  private static List<Example> read(Folder folder, String file, Map<Integer, String> names) {
    List<Example> examples = new ArrayList<>();
    for (String line : folder.lines(file)) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new DataSetException(
            folder.show(file) + ": '" + line + "' is no line like 'Abyssinian_100 1 1 1'");
      }
      int label = Integer.parseInt(matcher.group(3)) - 1;
      names.putIfAbsent(label, ClassNames.readable(matcher.group(2).toLowerCase(Locale.ROOT)));
      String where = folder.show(file).toString();
      examples.add(new Example(folder.named("images", matcher.group(1) + ".jpg", where), label));
    }
    return examples;
  }
}

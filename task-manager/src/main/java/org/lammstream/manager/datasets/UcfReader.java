package org.lammstream.manager.datasets;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * UCF101: middle frames of videos named like {@code ApplyEyeMakeup/v_ApplyEyeMakeup_g01_c01.avi}.
 */
final class UcfReader implements Reader {
  private static final String NAMES = "ucfTrainTestlist/classInd.txt";
  private static final String TRAIN = "ucfTrainTestlist/trainlist01.txt";
  private static final String TEST = "ucfTrainTestlist/testlist01.txt";
  private static final Pattern CLASS = Pattern.compile("([1-9]\\d{0,4}) (\\S+)");
  private static final Pattern VIDEO = Pattern.compile("([^/\\s]+)/([^/\\s]+)\\.avi(?: \\d+)?");
  private static final Pattern WORD_START = Pattern.compile("(?<=.)(?=[A-Z])");

  @Override
  public DataSet read(DataSetInfo info, Folder folder) {
    List<String> actions = actions(folder);
    Map<String, Integer> labels = ClassNames.labels(actions);
    List<String> names = ClassNames.readable(actions.stream().map(UcfReader::folder).toList());
    Splits splits = new Splits();
    splits.test.addAll(read(folder, TEST, labels));
    splits.divideTraining(read(folder, TRAIN, labels), names, folder.show(TRAIN).toString());
    return splits.named(info.id(), names);
  }

  private static List<String> actions(Folder folder) {
    List<String> actions = new ArrayList<>();
    for (String line : folder.lines(NAMES)) {
      Matcher matcher = CLASS.matcher(line);
      if (!matcher.matches() || Integer.parseInt(matcher.group(1)) != actions.size() + 1) {
        throw new DataSetException(
            "%s: '%s' is not class %d".formatted(folder.show(NAMES), line, actions.size() + 1));
      }
      actions.add(matcher.group(2));
    }
    return actions;
  }

  /** Frames lie in folders like {@code Apply_Eye_Makeup}. */
  private static String folder(String action) {
    return WORD_START.matcher(action).replaceAll("_");
  }

  private static List<Example> read(Folder folder, String file, Map<String, Integer> labels) {
    List<Example> examples = new ArrayList<>();
    for (String line : folder.lines(file)) {
      Matcher matcher = VIDEO.matcher(line);
      Integer label = matcher.matches() ? labels.get(matcher.group(1)) : null;
      if (label == null) {
        throw new DataSetException(
            "%s: '%s' is no video of a class of %s".formatted(folder.show(file), line, NAMES));
      }
      String frame = folder(matcher.group(1)) + "/" + matcher.group(2) + ".jpg";
      ImageLocation image = folder.named("UCF-101-midframes", frame, folder.show(file).toString());
      examples.add(new Example(image, label));
    }
    return examples;
  }
}

package org.lammstream.manager.clip.pretraining;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Sentences about a class, as they might stand under its pictures. */
final class Captions {

  /** The prompt of OpenAI's zero-shot classifiers, and of label alignment. */
  static final String PROMPT = "a photo of a %s.";

  private static final List<String> OTHERS =
      List.of(
          "a picture of a %s.",
          "an image of a %s.",
          "a drawing of a %s.",
          "a small photo of a %s.",
          "a dark photo of the %s.",
          "there is a %s here.",
          "this is a %s.",
          "the %s.",
          "a %s.",
          "%s");

  private Captions() {}

  /** A caption for the class; every second one is the prompt. */
  static String caption(String name, SplittableRandom random) {
    String template = random.nextBoolean() ? PROMPT : OTHERS.get(random.nextInt(OTHERS.size()));
    return template.replace("%s", name);
  }

  /** The words of all captions of the classes, and how often each occurs. */
  static Map<String, Integer> words(List<String> names) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String name : names) {
      count(PROMPT.replace("%s", name), OTHERS.size(), counts);
      OTHERS.forEach(template -> count(template.replace("%s", name), 1, counts));
    }
    return counts;
  }

  private static void count(String caption, int times, Map<String, Integer> counts) {
    Arrays.stream(caption.replace(".", " .").split(" "))
        .forEach(word -> counts.merge(word, times, Integer::sum));
  }
}

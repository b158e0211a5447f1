package org.lammstream.manager.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a scrape said, in Prometheus' text format. */
record Scrape(Map<String, String> types, List<Sample> samples) {
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** One line. */
  record Sample(String name, Map<String, String> labels, double value) {}

  static Scrape read(String text) {
    Map<String, String> types = new LinkedHashMap<>();
    List<Sample> samples = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ", 4);
        types.put(words[2], words[3]);
      } else if (!line.startsWith("#")) {
        samples.add(sample(line));
      }
    }
    return new Scrape(types, samples);
  }

  private static Sample sample(String line) {
    Matcher matcher = SAMPLE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no sample: " + line);
    }
    Map<String, String> labels = new LinkedHashMap<>();
    Matcher label = LABEL.matcher(matcher.group(2) == null ? "" : matcher.group(2));
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    String value = matcher.group(3).replace("+Inf", "Infinity").replace("-Inf", "-Infinity");
    return new Sample(matcher.group(1), labels, Double.parseDouble(value));
  }

  /** Names of the families. */
  Set<String> families() {
    return new TreeSet<>(types.keySet());
  }

  /** The value of the series with this name and exactly these labels, given as pairs. */
  double value(String name, String... labels) {
    Map<String, String> wanted = new LinkedHashMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      wanted.put(labels[i], labels[i + 1]);
    }
    return samples.stream()
        .filter(sample -> sample.name().equals(name) && sample.labels().equals(wanted))
        .mapToDouble(Sample::value)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + wanted));
  }

  /** Names of the labels that samples of a family have, beside those of histograms. */
  Set<String> labels(String family) {
    Set<String> names = new TreeSet<>();
    samples.stream()
        .filter(sample -> sample.name().equals(family) || sample.name().startsWith(family + "_"))
        .filter(sample -> of(sample.name()).equals(family))
        .forEach(sample -> names.addAll(sample.labels().keySet()));
    names.remove("le");
    return names;
  }

  /** The family that a sample's name belongs to. */
  private String of(String name) {
    if (types.containsKey(name)) {
      return name;
    }
    return name.replaceFirst("_(count|sum|bucket)$", "");
  }
}

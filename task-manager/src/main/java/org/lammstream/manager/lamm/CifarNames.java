package org.lammstream.manager.lamm;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The hundred class names of CIFAR-100 with their lengths in OpenAI's vocabulary, so that the
 * benchmark has prompts of real lengths without that vocabulary.
 */
final class CifarNames {

  static final int COUNT = 100;

  /** {@code name:tokens}. */
  private static final List<String> NAMES =
      List.of(
          ("apple:1 aquarium_fish:2 baby:1 bear:1 beaver:1 bed:1 bee:1 beetle:1 "
                  + "bicycle:1 bottle:1 bowl:1 boy:1 bridge:1 bus:1 butterfly:1 camel:1 "
                  + "can:1 castle:1 caterpillar:1 cattle:1 chair:1 chimpanzee:3 clock:1 "
                  + "cloud:1 cockroach:3 couch:1 crab:1 crocodile:1 cup:1 dinosaur:1 "
                  + "dolphin:1 elephant:1 flatfish:2 forest:1 fox:1 girl:1 hamster:1 "
                  + "house:1 kangaroo:1 keyboard:1 lamp:1 lawn_mower:2 leopard:1 lion:1 "
                  + "lizard:1 lobster:1 man:1 maple_tree:2 motorcycle:1 mountain:1 mouse:1 "
                  + "mushroom:1 oak_tree:2 orange:1 orchid:1 otter:1 palm_tree:2 pear:1 "
                  + "pickup_truck:2 pine_tree:2 plain:1 plate:1 poppy:1 porcupine:3 "
                  + "possum:1 rabbit:1 raccoon:1 ray:1 road:1 rocket:1 rose:1 sea:1 seal:1 "
                  + "shark:1 shrew:2 skunk:1 skyscraper:3 snail:1 snake:1 spider:1 "
                  + "squirrel:1 streetcar:1 sunflower:1 sweet_pepper:2 table:1 tank:1 "
                  + "telephone:1 television:1 tiger:1 tractor:1 train:1 trout:1 tulip:1 "
                  + "turtle:1 wardrobe:1 whale:1 willow_tree:2 wolf:1 woman:1 worm:1")
              .split(" ", -1));

  private static final Pattern ENTRY = Pattern.compile("([a-z_]+):(\\d)");

  private CifarNames() {}

  static String name(int index) {
    return part(index, 1).replace('_', ' ');
  }

  /** Tokens of every name, in the order of the names. */
  static int[] tokenCounts() {
    return IntStream.range(0, COUNT).map(i -> Integer.parseInt(part(i, 2))).toArray();
  }

  private static String part(int index, int group) {
    Matcher entry = ENTRY.matcher(NAMES.get(index));
    if (!entry.matches()) {
      throw new IllegalStateException("not name:tokens: " + NAMES.get(index));
    }
    return entry.group(group);
  }
}

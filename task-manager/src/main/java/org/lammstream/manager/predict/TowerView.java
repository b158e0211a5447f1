package org.lammstream.manager.predict;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.image.PixelImage;
import org.lammstream.manager.lamm.ImagePrompts;
import org.lammstream.manager.lamm.PromptedTower;

/**
 * A view of an image and the prompts in the image tower that it is to be seen with.
 *
 * @param prompts empty for the untouched tower
 */
record TowerView(PixelImage image, Optional<ImagePrompts> prompts) {

  private static final Object UNTOUCHED = new Object();

  /**
   * Features of views in their order; those with the same prompts go through the tower together.
   */
  static float[][] features(ClipModel model, List<TowerView> views) {
    IdentityHashMap<Object, List<Integer>> groups =
        new IdentityHashMap<>(); // equality would read all numbers
    for (int i = 0; i < views.size(); i++) {
      Object prompts = views.get(i).prompts().map(Object.class::cast).orElse(UNTOUCHED);
      groups.computeIfAbsent(prompts, unused -> new ArrayList<>()).add(i);
    }
    float[][] features = new float[views.size()][];
    for (List<Integer> members : groups.values()) {
      List<PixelImage> images = members.stream().map(i -> views.get(i).image()).toList();
      Optional<ImagePrompts> prompts = views.get(members.get(0)).prompts();
      float[][] encoded = new PromptedTower(model, prompts).features(images);
      for (int i = 0; i < encoded.length; i++) {
        features[members.get(i)] = encoded[i];
      }
    }
    return features;
  }
}

package org.lammstream.manager.builtin.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArtistTest {

  private static final DrawnClass TRIANGLE = DrawnClass.named("striped red triangle");
  private final Artist artist = new Artist(Artist.DEFAULT_SIZE);

  @Test
  void equalClassAndSeedGiveEqualPictures() {
    assertThat(pixels(artist.draw(TRIANGLE, 5)))
        .isEqualTo(pixels(new Artist(Artist.DEFAULT_SIZE).draw(TRIANGLE, 5)));
  }

  @Test
  void noTwoSeedsGiveTheSamePicture() {
    long distinct =
        Stream.iterate(0L, seed -> seed + 1)
            .limit(200)
            .map(seed -> Arrays.hashCode(pixels(artist.draw(TRIANGLE, seed))))
            .distinct()
            .count();
    assertThat(distinct).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(DrawnShape.class)
  void everyShapeFillsAFairPartOfItsSquare(DrawnShape shape) {
    // An area, as the bounds of a path count its control points in.
    var bounds = new Area(shape.outline()).getBounds2D();
    Shape outline = shape.outline();
    int inside = 0;
    for (int y = 0; y < 100; y++) {
      for (int x = 0; x < 100; x++) {
        inside += outline.contains(x / 40.0 - 1.25, y / 40.0 - 1.25) ? 1 : 0;
      }
    }
    assertThat(Math.max(bounds.getWidth(), bounds.getHeight())).isBetween(1.6, 2.6);
    assertThat(inside / 10_000.0).isBetween(0.15, 0.6);
  }

  @ParameterizedTest
  @EnumSource(DrawnTexture.class)
  void everyTextureButPlainShowsBothColours(DrawnTexture texture) {
    double sum = 0;
    for (int v = 0; v < 100; v++) {
      for (int u = 0; u < 100; u++) {
        double cover = texture.cover(u * 0.0731, v * 0.0731);
        assertThat(cover).isBetween(0.0, 1.0);
        sum += cover / 10_000;
      }
    }
    if (texture == DrawnTexture.PLAIN) {
      assertThat(sum).isZero();
    } else {
      assertThat(sum).isBetween(0.2, 0.6);
    }
  }

  @Test
  void theObjectIsThereAndHasItsColour() {
    int[] channels = new int[3];
    for (int seed = 0; seed < 40; seed++) {
      int pixel = artist.draw(DrawnClass.named("plain blue square"), seed).getRGB(24, 24);
      channels[0] += pixel >> 16 & 0xFF;
      channels[1] += pixel >> 8 & 0xFF;
      channels[2] += pixel & 0xFF;
    }
    assertThat(channels[2])
        .isGreaterThan(channels[0] + 40 * 50)
        .isGreaterThan(channels[1] + 40 * 30);
  }

  @Test
  void aNameNamesItsClass() {
    DrawnClass house =
        new DrawnClass(DrawnTexture.RIPPLED, DrawnColour.TURQUOISE, DrawnShape.HOUSE);
    assertThat(house.name()).isEqualTo("rippled turquoise house");
    assertThat(DrawnClass.named(house.name())).isEqualTo(house);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "triangle", "striped red unicorn", "red striped triangle"})
  void whatIsNoClassIsRefused(String name) {
    assertThatThrownBy(() -> DrawnClass.named(name)).isInstanceOf(IllegalArgumentException.class);
  }

  private static int[] pixels(BufferedImage picture) {
    return picture.getRGB(
        0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
  }
}

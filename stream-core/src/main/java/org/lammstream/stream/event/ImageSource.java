package org.lammstream.stream.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The three ways an image travels; in JSON they are told apart by their field names. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
  @JsonSubTypes.Type(ImageFile.class),
  @JsonSubTypes.Type(InlineImage.class),
  @JsonSubTypes.Type(ImageFeature.class)
})
public sealed interface ImageSource permits ImageFile, InlineImage, ImageFeature {}

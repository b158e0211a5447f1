/**
 * Reading a CLIP checkpoint in Hugging Face's {@code CLIPModel} layout: {@code config.json}, {@code
 * preprocessor_config.json}, {@code tokenizer.json} and safetensors weights. A checkpoint is
 * somebody else's file: everything is checked before it is believed.
 */
@NullMarked
package org.lammstream.manager.clip.checkpoint;

import org.jspecify.annotations.NullMarked;

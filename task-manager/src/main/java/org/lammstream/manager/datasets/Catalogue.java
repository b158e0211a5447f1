package org.lammstream.manager.datasets;

import java.util.List;
import java.util.Map;
import org.lammstream.manager.datasets.DataSetInfo.Sizes;

/** What we know about each data set, and how it is read. */
final class Catalogue {
  private static final String PHOTO = "a photo of a {}.";
  private static final String CLASSNAMES = "classnames.txt (CoOp's, one 'n01440764 tench' a line)";
  private static final String UNSTATED = "none stated; images from the web, for research";
  private static final String MIT = "MIT for the repository; the images are from the web";

  private Catalogue() {}

  /** A data set and its reader. */
  record Entry(DataSetInfo info, Reader reader) {}

  static List<Entry> entries() {
    return List.of(
        imageNet(),
        caltech101(),
        oxfordPets(),
        stanfordCars(),
        oxfordFlowers(),
        food101(),
        fgvcAircraft(),
        sun397(),
        dtd(),
        eurosat(),
        ucf101(),
        imageNetV2(),
        imageNetSketch(),
        imageNetA(),
        imageNetR(),
        cifar100(),
        folder());
  }

  private static Entry imageNet() {
    return new Entry(
        new DataSetInfo(
            "imagenet",
            "ImageNet",
            new Sizes(1000, 1_281_167, 0, 50_000),
            "non-commercial research and education, by agreement",
            "https://image-net.org",
            PHOTO,
            "imagenet",
            List.of("images/train/<n...>/*", "images/val/<n...>/*", CLASSNAMES)),
        new ImageNetReader());
  }

  private static Entry caltech101() {
    String split = "split_zhou_Caltech101.json";
    return new Entry(
        new DataSetInfo(
            "caltech101",
            "Caltech101",
            new Sizes(100, 4128, 1649, 2465),
            "CC BY 4.0",
            "https://data.caltech.edu/records/mzrjq-6wc02",
            PHOTO,
            "caltech-101",
            List.of("101_ObjectCategories/<class>/*", optional(split))),
        SplitFileReader.orElse(
            split,
            "101_ObjectCategories",
            new ClassFolderReader(
                "101_ObjectCategories",
                List.of("BACKGROUND_Google", "Faces_easy"),
                Map.of(
                    "airplanes", "airplane",
                    "Faces", "face",
                    "Leopards", "leopard",
                    "Motorbikes", "motorbike"))));
  }

  private static Entry oxfordPets() {
    String split = "split_zhou_OxfordPets.json";
    return new Entry(
        new DataSetInfo(
            "oxford_pets",
            "OxfordPets",
            new Sizes(37, 2944, 736, 3669),
            "CC BY-SA 4.0; the images are their owners'",
            "https://www.robots.ox.ac.uk/~vgg/data/pets/",
            "a photo of a {}, a type of pet.",
            "oxford_pets",
            List.of("images/*", "annotations/trainval.txt and test.txt", optional(split))),
        SplitFileReader.orElse(split, "images", new PetsReader()));
  }

  private static Entry stanfordCars() {
    String split = "split_zhou_StanfordCars.json";
    return new Entry(
        new DataSetInfo(
            "stanford_cars",
            "StanfordCars",
            new Sizes(196, 6509, 1635, 8041),
            "unknown: its own page is gone; images from the web, for research",
            "https://github.com/pytorch/vision/issues/7545",
            PHOTO,
            "stanford_cars",
            List.of(
                "cars_train/*",
                "cars_test/*",
                "devkit/cars_train_annos.mat and cars_meta.mat",
                "cars_test_annos_withlabels.mat",
                optional(split))),
        SplitFileReader.orElse(split, "", new CarsReader()));
  }

  private static Entry oxfordFlowers() {
    String split = "split_zhou_OxfordFlowers.json";
    return new Entry(
        new DataSetInfo(
            "oxford_flowers",
            "Flowers102",
            new Sizes(102, 4093, 1633, 2463),
            UNSTATED,
            "https://www.robots.ox.ac.uk/~vgg/data/flowers/102/",
            "a photo of a {}, a type of flower.",
            "oxford_flowers",
            List.of(
                "jpg/image_00001.jpg ...", "imagelabels.mat", "cat_to_name.json", optional(split))),
        SplitFileReader.orElse(split, "jpg", new FlowersReader()));
  }

  private static Entry food101() {
    String split = "split_zhou_Food101.json";
    return new Entry(
        new DataSetInfo(
            "food101",
            "Food101",
            new Sizes(101, 50_500, 20_200, 30_300),
            "scientific fair use; the images are Foodspotting users'",
            "https://data.vision.ee.ethz.ch/cvl/datasets_extra/food-101/",
            "a photo of {}, a type of food.",
            "food-101",
            List.of("images/<class>/*", optional(split))),
        SplitFileReader.orElse(split, "images", new ClassFolderReader("images")));
  }

  private static Entry fgvcAircraft() {
    return new Entry(
        new DataSetInfo(
            "fgvc_aircraft",
            "FGVCAircraft",
            new Sizes(100, 3334, 3333, 3333),
            "non-commercial research; the photographers keep the copyright",
            "https://www.robots.ox.ac.uk/~vgg/data/fgvc-aircraft/",
            "a photo of a {}, a type of aircraft.",
            "fgvc_aircraft",
            List.of(
                "images/*", "variants.txt", "images_variant_train.txt, _val.txt and _test.txt")),
        new AircraftReader());
  }

  private static Entry sun397() {
    String split = "split_zhou_SUN397.json";
    return new Entry(
        new DataSetInfo(
            "sun397",
            "SUN397",
            new Sizes(397, 15_880, 3970, 19_850),
            "research only",
            "https://vision.princeton.edu/projects/2010/SUN/",
            PHOTO,
            "sun397",
            List.of(
                "SUN397/<letter>/<class>/*",
                "ClassName.txt",
                "Training_01.txt and Testing_01.txt",
                optional(split))),
        SplitFileReader.orElse(split, "SUN397", new SunReader()));
  }

  private static Entry dtd() {
    String split = "split_zhou_DescribableTextures.json";
    return new Entry(
        new DataSetInfo(
            "dtd",
            "DTD",
            new Sizes(47, 2820, 1128, 1692),
            "research only",
            "https://www.robots.ox.ac.uk/~vgg/data/dtd/",
            "{} texture.",
            "dtd",
            List.of("images/<class>/*", optional(split))),
        SplitFileReader.orElse(split, "images", new ClassFolderReader("images")));
  }

  private static Entry eurosat() {
    String split = "split_zhou_EuroSAT.json";
    return new Entry(
        new DataSetInfo(
            "eurosat",
            "EuroSAT",
            new Sizes(10, 13_500, 5400, 8100),
            "MIT for the repository; Copernicus Sentinel data",
            "https://github.com/phelber/EuroSAT",
            "a centered satellite photo of {}.",
            "eurosat",
            List.of("2750/<class>/*", optional(split))),
        SplitFileReader.orElse(
            split,
            "2750",
            new ClassFolderReader(
                "2750",
                List.of(),
                Map.of(
                    "AnnualCrop", "Annual Crop Land",
                    "HerbaceousVegetation", "Herbaceous Vegetation Land",
                    "Highway", "Highway or Road",
                    "Industrial", "Industrial Buildings",
                    "Pasture", "Pasture Land",
                    "PermanentCrop", "Permanent Crop Land",
                    "Residential", "Residential Buildings",
                    "SeaLake", "Sea or Lake"))));
  }

  private static Entry ucf101() {
    String split = "split_zhou_UCF101.json";
    return new Entry(
        new DataSetInfo(
            "ucf101",
            "UCF101",
            new Sizes(101, 7639, 1898, 3783),
            "none stated; frames of videos from the web, for research",
            "https://www.crcv.ucf.edu/data/UCF101.php",
            "a photo of a person doing {}.",
            "ucf101",
            List.of(
                "UCF-101-midframes/<Class_Name>/v_<ClassName>_g01_c01.jpg ...",
                optional(split)
                    + " or ucfTrainTestlist/classInd.txt, trainlist01.txt and testlist01.txt")),
        SplitFileReader.orElse(split, "UCF-101-midframes", new UcfReader()));
  }

  private static Entry imageNetV2() {
    return new Entry(
        new DataSetInfo(
            "imagenetv2",
            "ImageNetV2",
            new Sizes(1000, 0, 0, 10_000),
            "MIT for the repository; the images are Flickr users'",
            "https://github.com/modestyachts/ImageNetV2",
            PHOTO,
            "imagenetv2",
            List.of("imagenetv2-matched-frequency-format-val/<0 to 999>/*", CLASSNAMES)),
        new ImageNetV2Reader());
  }

  private static Entry imageNetSketch() {
    return new Entry(
        new DataSetInfo(
            "imagenet-sketch",
            "ImageNet-Sketch",
            new Sizes(1000, 0, 0, 50_889),
            MIT,
            "https://github.com/HaohanWang/ImageNet-Sketch",
            PHOTO,
            "imagenet-sketch",
            List.of("images/<n...>/*", CLASSNAMES)),
        new ImageNetVariantReader("images"));
  }

  private static Entry imageNetA() {
    return new Entry(
        new DataSetInfo(
            "imagenet-a",
            "ImageNet-A",
            new Sizes(200, 0, 0, 7500),
            MIT,
            "https://github.com/hendrycks/natural-adv-examples",
            PHOTO,
            "imagenet-adversarial",
            List.of("imagenet-a/<n...>/*", CLASSNAMES)),
        new ImageNetVariantReader("imagenet-a"));
  }

  private static Entry imageNetR() {
    return new Entry(
        new DataSetInfo(
            "imagenet-r",
            "ImageNet-R",
            new Sizes(200, 0, 0, 30_000),
            UNSTATED,
            "https://github.com/hendrycks/imagenet-r",
            PHOTO,
            "imagenet-rendition",
            List.of("imagenet-r/<n...>/*", CLASSNAMES)),
        new ImageNetVariantReader("imagenet-r"));
  }

  private static Entry cifar100() {
    return new Entry(
        new DataSetInfo(
            "cifar100",
            "CIFAR-100",
            new Sizes(100, 50_000, 0, 10_000),
            "none stated; cite the report",
            "https://www.cs.toronto.edu/~kriz/cifar.html (binary version)",
            PHOTO,
            "cifar-100-binary",
            List.of("train.bin", "test.bin", "fine_label_names.txt")),
        new CifarReader());
  }

  private static Entry folder() {
    return new Entry(
        new DataSetInfo(
            "folder",
            "any image folder",
            new Sizes(0, 0, 0, 0),
            "yours",
            "your own images",
            PHOTO,
            "",
            List.of(
                "train/<class>/* and test/<class>/* (val/<class>/* too, if you like), or"
                    + " <class>/*")),
        new FolderReader());
  }

  private static String optional(String split) {
    return "perhaps " + split;
  }
}

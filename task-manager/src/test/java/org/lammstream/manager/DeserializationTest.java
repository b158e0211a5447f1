package org.lammstream.manager;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Nothing that is read, in no module and in no test, says which classes are made of it. */
@AnalyzeClasses(packages = "org.lammstream")
class DeserializationTest {
  @ArchTest
  static final ArchRule NO_JAVA_SERIALIZATION =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.io\\.Object(Input|Output)(Stream|Filter)?.*|java\\.beans\\.XML(En|De)coder");

  @ArchTest
  static final ArchRule NO_CLASS_NAMES_IN_JSON =
      noClasses()
          .should()
          .callMethodWhere(target(nameMatching("(activate|enable)DefaultTyping.*")));
}

package io.quorate.lab;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test of a class, or one test, the story's lab as a parameter of type {@link Lab}, closed after the test.
 *
 * <p>The test fails if the lab saw script text, if the world broke one of its own rules, or if a thread of the SDK or the lab is left. A
 * failing test prints the seed.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LabExtension.class)
public @interface HaLab {

    /** Returns the seed. */
    long seed() default 1;

    /** Returns how time moves. */
    Lab.Clock clock() default Lab.Clock.SKIPPING;

    /** Returns the Windows Server version of the hosts. */
    int os() default 2022;

    /** Returns the language of the hosts' texts. */
    String locale() default "en-US";
}

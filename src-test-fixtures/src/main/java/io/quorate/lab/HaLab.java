package io.quorate.lab;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test of a class, or one test, a lab as a parameter of type {@link Lab}, closed after the test: the story's lab, or what the
 * annotation says. Without it on the test or its class JUnit says {@code No ParameterResolver registered for parameter [io.quorate.lab.Lab ..]}:
 * annotate one of them. That of a method stands for itself and takes nothing from that of its class; that of a class holds for its nested classes,
 * too. Tests may run beside each other; JUnit 5 and 6.
 *
 * <p>The test fails if a declared {@linkplain Lab#faults fault} never fired and is not optional, if the lab saw script text, if the world
 * broke one of its own rules, or if a thread is left of the lab, of the SDK in it, or with a name {@code quorate-...} that the test started. A
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

    /** Returns the names of the hosts. */
    String[] hosts() default {"HV1", "HV2"};

    /** Returns the sizes in GiB of the disks that all hosts share; each is 1 or more. */
    int[] sharedDisks() default {1, 500};

    /** Returns the name of a cluster of all hosts that is there when the test begins; empty for none. */
    String cluster() default "";

    /** Returns whether there is the storage appliance NAS1 of {@link Lab#sanStoryBuilder}. */
    boolean appliance() default false;

    /** Returns the account that the session configuration {@link Lab#DELEGATED} runs as; empty for no such configuration. */
    String runAs() default Lab.STORY_ACCOUNT;

    /** Returns the ways to log in that hosts offer, as {@link LoginSpec#offer} sets them; empty for those they offer by default. */
    LoginSpec.Way[] logins() default {};

    /** Returns whether hosts listen for plain HTTP, too, where every message must be sealed. */
    boolean http() default false;

    /** Returns what hosts demand of channel bindings. */
    LoginSpec.ChannelBinding channelBinding() default LoginSpec.ChannelBinding.RELAXED;

    /** Returns the DNS name of the hosts' domain; empty for none. */
    String domain() default "";

    /** Returns the names of the domain's users; the password of all is {@link Lab#password}. */
    String[] users() default {};

    /** Returns whether the domain hands out tickets; what that takes is told at {@link DomainSpec#kerberos}. */
    boolean kerberos() default false;
}

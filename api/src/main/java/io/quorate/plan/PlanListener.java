package io.quorate.plan;

/**
 * Hears how far a plan has come. Called on the caller's thread, so it must be quick; what it throws is logged and swallowed.
 */
public interface PlanListener {

    /** Hears nothing. */
    PlanListener NONE = new PlanListener() {};

    /**
     * A step begins.
     *
     * @param number counts from 1
     */
    default void started(int number, PlanStep step) {}

    /**
     * A step is done, or was so already.
     *
     * @param number counts from 1
     */
    default void done(int number, StepResult result) {}

    /** A step failed, and the plan ends with its exception. */
    default void stopped(PlanStopped at) {}
}

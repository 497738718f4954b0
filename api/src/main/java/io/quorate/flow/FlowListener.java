package io.quorate.flow;

/** Hears of every step of a flow, on the thread that runs it. What it throws is logged and changes nothing. */
@FunctionalInterface
public interface FlowListener {

    /** Hears of a step that has ended. */
    void step(FlowStep step);
}

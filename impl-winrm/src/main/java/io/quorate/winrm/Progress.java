package io.quorate.winrm;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import java.util.Set;

/**
 * How far the pipelines of one command have come. A fault tells of its own pipeline; what it says of the whole command is settled here: once
 * something was sent that changes something, nobody may take a later failure for "nothing was done". Belongs to one thread.
 */
final class Progress {
    private static final Set<String> READING_VERBS = Set.of("Get", "Test", "Select", "Where", "Update");
    private static final Set<String> READING = Set.of("Set-Variable");

    private boolean changed;

    /** A pipeline was answered. */
    void answered(PsPipeline pipeline) {
        changed |= changes(pipeline);
    }

    /** Returns what a pipeline's failure means for the command. */
    Fault failed(PsPipeline pipeline, Fault fault) {
        boolean answered = fault.phase() == FaultPhase.LASTING || fault.phase() == FaultPhase.TRANSIENT;
        boolean verdict = answered && changes(pipeline) && !denied(fault.kind());
        Fault settled = !changed || verdict || fault.phase() == FaultPhase.UNANSWERED
                ? fault
                : fault.as(FaultPhase.UNANSWERED)
                        .because("something was changed before, and now: " + fault.getMessage());
        if (answered) {
            answered(pipeline);
        }
        return settled;
    }

    private static boolean denied(ErrorKind kind) {
        return kind == ErrorKind.ACCESS_DENIED || kind == ErrorKind.UNTRUSTED || kind == ErrorKind.UNSUPPORTED;
    }

    /** Tells whether it does more than read; what only has Windows look again reads. */
    static boolean changes(PsPipeline pipeline) {
        return pipeline.statements().stream().flatMap(java.util.List::stream).anyMatch(Progress::changes);
    }

    private static boolean changes(PsCommand command) {
        String name = command.name().substring(command.name().lastIndexOf('\\') + 1);
        int dash = name.indexOf('-');
        return !READING.contains(name) && !READING_VERBS.contains(dash < 0 ? name : name.substring(0, dash));
    }
}

package io.quorate.winrm.recipe;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The verdicts recipes come to by themselves, from what a successful answer says. */
public final class Answers {
    private Answers() {}

    /** A successful list does not hold the object. */
    public static Fault notFound(String what) {
        return Fault.lasting(ErrorKind.NOT_FOUND).because(what);
    }

    /** A successful list does not hold the object; the hint says what it holds. */
    public static Fault notFound(String what, String hint) {
        return Fault.lasting(ErrorKind.NOT_FOUND).hint(hint).because(what);
    }

    /** Windows reported success and the object says otherwise. */
    public static Fault notTaken(String what) {
        return Fault.lasting(ErrorKind.REJECTED).because(what);
    }

    /** The object is on its way; another look will tell. */
    public static Fault pending(String what) {
        return Fault.passing(ErrorKind.BUSY).because(what);
    }

    /** What is there already contradicts what was asked for. */
    public static Fault conflict(String what, @Nullable String hint) {
        return Fault.lasting(ErrorKind.CONFLICT).hint(hint).because(what);
    }

    /** Nothing was sent that changes anything, for a reason that lasts. */
    public static Fault refused(String what, @Nullable String hint) {
        return Fault.lasting(ErrorKind.REJECTED).hint(hint).because(what);
    }

    /**
     * Sends what changes something and returns Windows' refusal, or null: the caller judges by the end state, because what is refused may be
     * there all the same (a second copy of the same disk in a list, a session that was made meanwhile). What says nothing about the end state, a
     * lost answer or a missing right, is thrown.
     */
    public static @Nullable Fault attempt(PowerShell shell, PsPipeline message) {
        try {
            shell.run(message);
            return null;
        } catch (Fault fault) {
            boolean answered = fault.phase() == FaultPhase.LASTING || fault.phase() == FaultPhase.TRANSIENT;
            boolean telling = fault.kind() != ErrorKind.ACCESS_DENIED && fault.kind() != ErrorKind.UNSUPPORTED;
            if (answered && telling) {
                return fault;
            }
            throw fault;
        }
    }

    /** Returns the refusal or, where Windows reported success, what the object says otherwise. */
    public static Fault failed(@Nullable Fault refusal, String otherwise) {
        return refusal == null ? notTaken("Windows reported success, but " + otherwise) : refusal;
    }

    /** Runs a query for what belongs to an object; that there is nothing comes as an error from some modules. */
    public static List<PsValue> orNone(PowerShell shell, PsPipeline query) {
        try {
            return shell.run(query);
        } catch (Fault fault) {
            if (WindowsErrors.NO_MATCH.equals(fault.code())) {
                return List.of();
            }
            throw fault;
        }
    }

    /** Turns what a successful look found of the effect into an observation: it is there, or surely absent. */
    public static <R> Observation<R> seen(Optional<R> found) {
        return found.<Observation<R>>map(Observation::present).orElseGet(Observation::absent);
    }

    /** Turns a verdict on what was seen, which neither is the effect nor proves that it is absent, into an observation. */
    public static <R> Observation<R> untold(Fault verdict) {
        return Observation.unknown(String.valueOf(verdict.getMessage()), verdict);
    }
}

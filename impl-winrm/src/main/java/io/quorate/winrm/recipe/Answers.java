package io.quorate.winrm.recipe;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Observation;
import java.util.Optional;
import java.util.function.Supplier;

/** The verdicts recipes come to by themselves, from what a successful answer says. */
public final class Answers {
    private Answers() {}

    /** A successful list does not hold the object. */
    public static Fault notFound(String what) {
        return new Fault(FaultPhase.LASTING, ErrorKind.NOT_FOUND, null, what, null, null);
    }

    /** Windows reported success and the object says otherwise. */
    public static Fault notTaken(String what) {
        return new Fault(FaultPhase.LASTING, ErrorKind.REJECTED, null, what, null, null);
    }

    /** The object is on its way; another look will tell. */
    public static Fault pending(String what) {
        return new Fault(FaultPhase.TRANSIENT, ErrorKind.BUSY, null, what, null, null);
    }

    /** Turns a look at the effect into an observation: what is found, surely absent, or (on any fault) unknown. */
    public static <R> Observation<R> observe(Supplier<Optional<R>> look) {
        try {
            return look.get().<Observation<R>>map(Observation::present).orElseGet(Observation::absent);
        } catch (Fault fault) {
            return Observation.unknown("looking for it failed: " + fault.getMessage(), fault);
        }
    }
}

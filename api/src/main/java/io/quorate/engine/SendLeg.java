package io.quorate.engine;

import io.quorate.spi.Call;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;

/** Hands the trip to the backend and takes what comes back: a result or a fault without secrets. */
final class SendLeg {

    <T> T run(Passage<?> passage, HostGate gate, Trip<T> trip) {
        if (passage.closed.getAsBoolean()) {
            throw Failures.closed();
        }
        long started = passage.runtime.nanos();
        trip.begins(gate.host);
        Fault fault;
        try {
            return trip.to(new Call(
                    passage.id,
                    gate.host,
                    trip.deadline(),
                    said -> passage.noticed(gate.host, said),
                    passage.rehearsal));
        } catch (Fault known) {
            fault = passage.redactor.clean(known);
        } catch (Exception defect) {
            // What is written in other languages throws checked exceptions, too.
            if (defect instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            fault = passage.redactor.clean(undeclared(defect));
        }
        trip.failed(gate.host, passage.runtime.nanos() - started, fault);
        throw fault;
    }

    /** A backend that throws anything but a fault has a defect; nobody knows how far the request got. */
    private static Fault undeclared(Exception defect) {
        return Fault.unanswered(ErrorKind.BAD_REPLY)
                .hint("report it with the stack trace")
                .cause(defect)
                .because("the backend failed by a defect: " + defect);
    }
}

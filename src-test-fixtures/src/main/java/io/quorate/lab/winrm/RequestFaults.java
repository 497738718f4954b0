package io.quorate.lab.winrm;

import io.quorate.lab.http.HttpAnswer;
import io.quorate.lab.http.HttpExchange;
import io.quorate.lab.kernel.Faults;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does with a request what a declared fault says: refuse it, keep it waiting, or carry it out and lose the answer. */
final class RequestFaults {
    private static final Logger log = LoggerFactory.getLogger(RequestFaults.class);
    private static final int MAX_OPERATIONS = 1500;

    private final FaceContext face;
    private final Parking parking;
    private final FaceThreads threads;

    RequestFaults(FaceContext face, Parking parking, FaceThreads threads) {
        this.face = face;
        this.parking = parking;
        this.threads = threads;
    }

    HttpAnswer carryOut(Faults.Hit hit, Incoming in, Prepared prepared) throws WsmanFault, InterruptedException {
        String verb = in.request().verb();
        log.debug("fault [host={} action={} commands={} kind={}]", face.host(), verb, prepared.commands(), hit.kind());
        switch (hit.kind()) {
            case QUOTA ->
                throw verb.equals("Create")
                        ? WsmanFault.of(FaultKind.MAX_SHELLS, face.settings().maxShellsPerUser())
                        : WsmanFault.of(FaultKind.MAX_OPERATIONS, MAX_OPERATIONS);
            case HUNG -> parking.hang(in.exchange());
            case RESET_AFTER, DELAYED -> complete(in.exchange(), prepared);
            case LOST_ANSWER -> {
                complete(in.exchange(), prepared);
                parking.hang(in.exchange());
            }
            case LATE -> face.time().after(hit.delay(), "late request at " + face.host(), () -> later(prepared));
            case ANSWERED -> {
                return answer(hit);
            }
            case DONE_BUT_ANSWERED -> {
                complete(in.exchange(), prepared);
                return answer(hit);
            }
            case RESET_BEFORE, REFUSED -> {
                // nothing but the reset
            }
        }
        return HttpAnswer.reset();
    }

    private static HttpAnswer answer(Faults.Hit hit) throws WsmanFault {
        if (hit.status() == 0) {
            throw WsmanFault.of(hit.code());
        }
        return HttpAnswer.empty(hit.status());
    }

    private void complete(HttpExchange exchange, Prepared prepared) throws InterruptedException {
        try {
            ServerPipeline started = prepared.action().run().started();
            if (started != null) {
                parking.await(
                        started.output(),
                        "the end of a pipeline",
                        () -> started.output().ended() || parking.closed(),
                        exchange,
                        null);
            }
        } catch (WsmanFault e) {
            log.debug("lost a fault [kind={}]", e.kind());
        }
    }

    /** Begun before its thread is: the clock would otherwise skip on before that one has woken up. */
    private void later(Prepared prepared) {
        FaceTime.Work begun = face.time().begin("late request at " + face.host());
        threads.start("late", () -> {
            try (FaceTime.Work work = begun) {
                work.takeOver();
                prepared.action().run();
            } catch (WsmanFault e) {
                log.debug("late request refused [kind={}]", e.kind());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}

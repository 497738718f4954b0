package io.quorate.engine;

import io.quorate.call.CallListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a listener's own failures out of the calls it listens to. */
final class SafeListener implements CallListener {
    private static final Logger log = LoggerFactory.getLogger(SafeListener.class);

    private final CallListener listener;

    SafeListener(CallListener listener) {
        this.listener = listener;
    }

    @Override
    public void started(Started call) {
        safely(() -> listener.started(call));
    }

    @Override
    public void attemptFailed(AttemptFailed attempt) {
        safely(() -> listener.attemptFailed(attempt));
    }

    @Override
    public void noticed(Noticed notice) {
        safely(() -> listener.noticed(notice));
    }

    @Override
    public void ended(Ended call) {
        safely(() -> listener.ended(call));
    }

    private static void safely(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            log.warn("a call listener failed; the call goes on", Causes.seen((Throwable) e, text -> text));
        }
    }
}

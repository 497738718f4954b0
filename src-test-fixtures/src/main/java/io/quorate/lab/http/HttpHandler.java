package io.quorate.lab.http;

import io.quorate.lab.Traffic;
import org.jspecify.annotations.Nullable;

/** Answers requests. Called on the connection's own thread; may block. */
public interface HttpHandler extends AutoCloseable {

    /** Returns what counts the traffic; its listener asks once, and counts there, too. */
    default Traffic traffic() {
        return new Traffic();
    }

    /** Returns what the Server header says. */
    default String server() {
        return "Microsoft-HTTPAPI/2.0";
    }

    /** Tells whether a new connection is reset before anything is read from it. */
    default boolean refuses() {
        return false;
    }

    /** Answers on the head alone, before the body arrives (refused credentials), or returns null to have the body read. */
    default @Nullable HttpAnswer early(HttpExchange exchange) {
        return null;
    }

    /** Answers a whole request. */
    HttpAnswer handle(HttpExchange exchange) throws InterruptedException;

    /** Called when an answer could not be written: the client did not get it. */
    default void undelivered(HttpExchange exchange) {}

    /** Forgets whatever a power cut takes away, and lets go of everybody who is kept waiting. */
    default void powerOff() {}

    /** Lets go of everybody for good, and of its threads. */
    @Override
    default void close() {}

    /** Called after an answer was written, or after its connection was reset instead. */
    default void finished(HttpExchange exchange) {}
}

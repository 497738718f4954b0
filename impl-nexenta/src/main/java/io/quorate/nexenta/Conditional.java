package io.quorate.nexenta;

import io.quorate.nexenta.rest.NefRequest;
import io.quorate.spi.Step;

/**
 * A request that only what an earlier one brings about decides on.
 *
 * @param condition when it is sent, e.g. {@code it is thick}
 * @param request the request
 */
record Conditional(String condition, NefRequest request) implements Step {

    @Override
    public String text() {
        return "if " + condition + ": " + request.text();
    }
}

package io.quorate.lab.tds;

import java.io.IOException;

/** The client sends what is not TDS. Its message quotes nothing of it. */
final class TdsProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    TdsProtocolException(String message) {
        super(message);
    }
}

package io.quorate.winrm.wsman;

import java.io.IOException;
import java.io.InterruptedIOException;
import okhttp3.Call;
import okhttp3.EventListener;

/**
 * How far one request got. A request whose body was not written to its end cannot have been carried out: its Content-Length says so. A
 * time-out in the middle of the body leaves that open, because the write may have ended just then.
 */
final class Sent {
    private volatile boolean connected;
    private volatile boolean bodyBegun;
    private volatile boolean bodyEnded;

    EventListener listener() {
        return new EventListener() {
            @Override
            public void connectionAcquired(Call call, okhttp3.Connection connection) {
                connected = true;
            }

            @Override
            public void requestBodyStart(Call call) {
                bodyBegun = true;
            }

            @Override
            public void requestBodyEnd(Call call, long byteCount) {
                bodyEnded = true;
            }
        };
    }

    /** Tells whether there was a connection. */
    boolean connected() {
        return connected;
    }

    /** Tells whether the server may have the whole request, given what ended it. */
    boolean mayHaveArrived(IOException failure) {
        return bodyEnded || (bodyBegun && failure instanceof InterruptedIOException);
    }
}

package io.quorate.winrm.wsman;

import java.io.IOException;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * How far one request got. A request whose last byte was not handed to the connection cannot have been carried out: its Content-Length says
 * that more must come. From then on nobody can tell: what TLS and the sockets hold back may leave any time.
 */
final class Sent {
    /** What stands for the body until it is known. It is of the kind that goes out once: the client must not follow up, whatever it is told. */
    static final RequestBody NOTHING_YET = body(new byte[0], () -> {});

    private volatile @Nullable Connection connection;
    private volatile boolean lastByteGiven;

    EventListener listener() {
        return new EventListener() {
            @Override
            public void connectionAcquired(Call call, Connection acquired) {
                connection = acquired;
            }
        };
    }

    /**
     * Makes the body that notes when it gives its last byte away.
     *
     * @param counts whether that matters: a leg of a login asks for nothing
     */
    RequestBody body(byte[] bytes, boolean counts) {
        return body(bytes, () -> lastByteGiven = counts);
    }

    private static RequestBody body(byte[] bytes, Runnable atLastByte) {
        return new RequestBody() {
            @Override
            public @Nullable MediaType contentType() {
                return null;
            }

            @Override
            public long contentLength() {
                return bytes.length;
            }

            @Override
            public boolean isOneShot() {
                return true;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                int last = Math.max(0, bytes.length - 1);
                sink.write(bytes, 0, last);
                atLastByte.run();
                sink.write(bytes, last, bytes.length - last);
            }
        };
    }

    /** Tells whether there was a connection. */
    boolean connected() {
        return connection != null;
    }

    /** Returns the connection it went over; null if there was none. */
    @Nullable
    Connection connection() {
        return connection;
    }

    /** Tells whether the server may have the whole request. */
    boolean mayHaveArrived() {
        return lastByteGiven;
    }
}

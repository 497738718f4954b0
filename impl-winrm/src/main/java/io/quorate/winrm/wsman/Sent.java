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

    /** Makes the body that notes when it gives its last byte away. It goes out once: the client must not follow up, whatever it is told. */
    RequestBody body(byte[] bytes, MediaType type) {
        return new RequestBody() {
            @Override
            public MediaType contentType() {
                return type;
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
                int last = bytes.length - 1;
                sink.write(bytes, 0, last);
                lastByteGiven = true;
                sink.write(bytes, last, 1);
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

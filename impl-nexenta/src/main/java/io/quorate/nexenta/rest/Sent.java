package io.quorate.nexenta.rest;

import java.io.IOException;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * How far one request got. One with a body cannot have been carried out before its last byte was handed to the connection, because its
 * Content-Length says that more must come; one without may have been as soon as its headers were begun.
 */
final class Sent {
    private static final MediaType JSON = MediaType.get("application/json");

    private final byte @Nullable [] content;
    private volatile @Nullable Connection connection;
    private volatile boolean mayHaveArrived;

    /**
     * @param content the body; null for none
     */
    Sent(byte @Nullable [] content) {
        this.content = content == null || content.length == 0 ? null : content;
    }

    EventListener listener() {
        return new EventListener() {
            @Override
            public void connectionAcquired(Call call, Connection acquired) {
                connection = acquired;
            }

            @Override
            public void requestHeadersStart(Call call) {
                if (content == null) {
                    mayHaveArrived = true;
                }
            }
        };
    }

    /** Makes the body. It goes out once: the client must not follow up, whatever it is told. */
    RequestBody body() {
        return new RequestBody() {
            @Override
            public @Nullable MediaType contentType() {
                return JSON;
            }

            @Override
            public long contentLength() {
                return content == null ? 0 : content.length;
            }

            @Override
            public boolean isOneShot() {
                return true;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                if (content != null) {
                    int last = content.length - 1;
                    sink.write(content, 0, last);
                    mayHaveArrived = true;
                    sink.write(content, last, 1);
                }
            }
        };
    }

    boolean connected() {
        return connection != null;
    }

    @Nullable
    Connection connection() {
        return connection;
    }

    /** Tells whether the server may have the whole request. */
    boolean mayHaveArrived() {
        return mayHaveArrived;
    }
}

package io.quorate.call;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Where the audit log goes. Called on the caller's thread, before and after every command that changes something.
 *
 * <p>When the intent cannot be recorded the command is not sent. When the outcome cannot be recorded the failure is logged and the
 * command's own result stands. Implementations are thread-safe and must not throw secrets away into the open: records hold none.
 */
@FunctionalInterface
public interface AuditSink {

    /** Keeps a record; throws when it could not. */
    void record(AuditRecord line);

    /** Writes one JSON object a line to anything that takes text. Lines never interleave. */
    static AuditSink jsonLines(Appendable out) {
        Objects.requireNonNull(out, "out");
        Object order = new Object();
        return line -> {
            String text = AuditJson.line(line);
            // The lock keeps lines whole; it belongs to this log alone and no call to a server happens under it.
            synchronized (order) {
                try {
                    out.append(text);
                    if (out instanceof java.io.Flushable flushable) {
                        flushable.flush();
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException("the audit line could not be written", e);
                }
            }
        };
    }

    /**
     * Appends one JSON object a line to a file in UTF-8, creating it if need be. The file is opened for each line, so it may be rotated
     * at any time and nothing has to be closed.
     */
    static AuditSink jsonLines(Path file) {
        Objects.requireNonNull(file, "file");
        Object order = new Object();
        return line -> {
            ByteBuffer bytes = ByteBuffer.wrap(AuditJson.line(line).getBytes(StandardCharsets.UTF_8));
            synchronized (order) {
                try (FileChannel log = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                    while (bytes.hasRemaining()) {
                        log.write(bytes);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException("the audit line could not be written to " + file, e);
                }
            }
        };
    }
}

package io.quorate.lab.winrm;

import io.quorate.winrm.psrp.PipelineCodec;
import io.quorate.winrm.psrp.PsrpMessage;
import io.quorate.winrm.psrp.SecureCodec;
import io.quorate.winrm.psrp.WirePipeline;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Reads what CREATE_PIPELINE messages ask for. Clients ask for the same over and over, word for word, and nobody changes what was read: so
 * the last ones are remembered, for all labs of the JVM. What holds a secure string is read anew. Thread-safe.
 */
final class KnownPipelines {
    private static final int MOST = 256;
    private static final int LONGEST = 64 * 1024;
    private static final String SECURE_STRING = "<SS";

    private static final Map<Body, WirePipeline> KNOWN = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Body, WirePipeline> eldest) {
            return size() > MOST;
        }
    };

    private KnownPipelines() {}

    /** What a message says, with a check sum, which is worked out faster than a text's. */
    private static final class Body {
        private final byte[] bytes;
        private final int sum;

        private Body(byte[] bytes, int sum) {
            this.bytes = bytes;
            this.sum = sum;
        }

        static Body of(PsrpMessage message) {
            byte[] bytes = message.body().toByteArray();
            CRC32 sum = new CRC32();
            sum.update(bytes);
            return new Body(bytes, (int) sum.getValue());
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Body that && sum == that.sum && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return sum;
        }
    }

    /** Returns the pipeline of a message; fails as {@link PipelineCodec#decode} does. */
    static WirePipeline read(PsrpMessage message, SecureCodec secure) {
        if (message.body().length() > LONGEST) {
            return PipelineCodec.decode(Messages.value(message, secure));
        }
        Body body = Body.of(message);
        synchronized (KNOWN) {
            WirePipeline known = KNOWN.get(body);
            if (known != null) {
                return known;
            }
        }
        WirePipeline read = PipelineCodec.decode(Messages.value(message, secure));
        if (new String(body.bytes, StandardCharsets.ISO_8859_1).contains(SECURE_STRING)) {
            return read;
        }
        synchronized (KNOWN) {
            KNOWN.put(body, read);
        }
        return read;
    }
}

package io.quorate.lab.winrm;

import io.quorate.winrm.psrp.PipelineCodec;
import io.quorate.winrm.psrp.PsrpMessage;
import io.quorate.winrm.psrp.SecureCodec;
import io.quorate.winrm.psrp.WirePipeline;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads what CREATE_PIPELINE messages ask for. Clients ask for the same over and over, word for word, and nobody changes what was read: so
 * the last ones are remembered, for all labs of the JVM. What holds a secure string is read anew. Thread-safe.
 */
final class KnownPipelines {
    private static final int MOST = 256;
    private static final int LONGEST = 64 * 1024;
    private static final String SECURE_STRING = "<SS";

    private static final Map<String, WirePipeline> KNOWN = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, WirePipeline> eldest) {
            return size() > MOST;
        }
    };

    private KnownPipelines() {}

    /** Returns the pipeline of a message; fails as {@link PipelineCodec#decode} does. */
    static WirePipeline read(PsrpMessage message, SecureCodec secure) {
        byte[] body = message.body().toByteArray();
        String text = new String(body, StandardCharsets.ISO_8859_1);
        if (body.length > LONGEST) {
            return PipelineCodec.decode(Messages.value(message, secure));
        }
        synchronized (KNOWN) {
            WirePipeline known = KNOWN.get(text);
            if (known != null) {
                return known;
            }
        }
        WirePipeline read = PipelineCodec.decode(Messages.value(message, secure));
        if (text.contains(SECURE_STRING)) {
            return read;
        }
        synchronized (KNOWN) {
            KNOWN.put(text, read);
        }
        return read;
    }
}

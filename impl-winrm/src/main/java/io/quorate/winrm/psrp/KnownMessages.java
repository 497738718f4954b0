package io.quorate.winrm.psrp;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the CREATE_PIPELINE messages of pipelines say that are run again, on this host or another: a recipe's reads ask for the same each
 * time. Known as long as the pipeline itself is. Thread-safe.
 */
final class KnownMessages {
    private static final Map<Key, CreatePipeline> KNOWN = new ConcurrentHashMap<>();
    private static final ReferenceQueue<PsPipeline> GONE = new ReferenceQueue<>();

    private KnownMessages() {}

    /** A pipeline, this one and none that is equal, and how it is said. */
    private static final class Key extends WeakReference<PsPipeline> {
        private final PipelineOptions options;
        private final int hash;

        Key(Asked asked) {
            super(asked.pipeline, GONE);
            this.options = asked.options;
            this.hash = asked.hashCode();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            PsPipeline mine = get();
            return this == other || mine != null && new Asked(mine, options).equals(other);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** The same, while somebody asks for it. */
    private record Asked(PsPipeline pipeline, PipelineOptions options) {
        boolean is(@Nullable PsPipeline other, PipelineOptions how) {
            return pipeline == other && options.equals(how);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && is(key.get(), key.options)
                    || other instanceof Asked asked && is(asked.pipeline, asked.options);
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(pipeline) + options.hashCode();
        }
    }

    /**
     * Returns what a pipeline's message says.
     *
     * @throws IllegalArgumentException if the protocol version cannot say it
     */
    static CreatePipeline of(PsPipeline pipeline, PipelineOptions options) {
        for (Object gone = GONE.poll(); gone != null; gone = GONE.poll()) {
            KNOWN.remove(gone);
        }
        Asked asked = new Asked(pipeline, options);
        CreatePipeline known = KNOWN.get(asked);
        if (known == null) {
            known = new CreatePipeline(PipelineCodec.encode(pipeline, options));
            if (!known.secret()) {
                KNOWN.put(new Key(asked), known);
            }
        }
        return known;
    }

    /** What one message says. What holds no secret is written once. */
    static final class CreatePipeline {
        private final PsObject value;
        private final boolean secret;
        private volatile @Nullable PsBytes body;

        CreatePipeline(PsObject value) {
            this.value = Objects.requireNonNull(value, "value");
            this.secret = SecureValues.in(value);
        }

        /** Tells whether it holds a secure string. */
        boolean secret() {
            return secret;
        }

        /**
         * Returns its CLIXML.
         *
         * @throws IllegalArgumentException if a value cannot be said
         */
        PsBytes body(SecureCodec secure) {
            PsBytes known = body;
            if (known == null) {
                known = PsrpMessage.written(value, secure);
                body = secret ? null : known;
            }
            return known;
        }
    }
}

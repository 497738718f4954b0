package io.quorate.lab.tds;

/** Has Windows accounts prove themselves to an instance, by SSPI. Thread-safe. */
public interface TdsWindows {

    /** Begins a log-in, which belongs to one connection. */
    Visit begin();

    /** One log-in. */
    interface Visit extends AutoCloseable {

        /** Takes the client's next token. What cannot be read is refused. */
        Said take(byte[] token);

        /** Forgets keys. */
        @Override
        void close();
    }

    /** What the server makes of a token. Prints no token. */
    sealed interface Said {

        /** The log-in goes on with this token. */
        record GoOn(byte[] token) implements Said {
            @Override
            public String toString() {
                return "GoOn";
            }
        }

        /**
         * The account has proven itself; whether it may come in is the instance's business.
         *
         * @param account {@code DOMAIN\\user}
         * @param token the server's proof, empty if there is none
         */
        record Proven(String account, byte[] token) implements Said {
            @Override
            public String toString() {
                return "Proven[" + account + "]";
            }
        }

        /** It has not; the client is not told why. */
        record Refused(String why) implements Said {}
    }
}

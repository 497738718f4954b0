package io.quorate.error;

import io.quorate.spi.ErrorKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** No host that could serve the call could be reached. */
public final class UnreachableException extends QuorateException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable List<String> hosts;

    public UnreachableException(ErrorReport report, List<String> hosts, @Nullable Throwable cause) {
        super(ErrorKind.UNREACHABLE, report, cause);
        this.hosts = List.copyOf(hosts);
    }

    /** Returns the hosts that could not be asked, in the order they were tried. */
    public List<String> hosts() {
        return hosts == null ? List.of() : hosts;
    }
}

package io.quorate.winrm;

import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.spi.Backend;
import io.quorate.spi.BackendProvider;

/** Opens the WinRM backend. */
public final class WinRmBackendProvider implements BackendProvider {
    @Override
    public String scheme() {
        return "winrm";
    }

    @Override
    public Backend open(Endpoint endpoint, QuorateRuntime runtime) {
        throw new UnsupportedOperationException("to be built");
    }
}

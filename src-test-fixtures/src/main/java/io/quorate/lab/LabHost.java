package io.quorate.lab;

import io.quorate.lab.http.HttpListener;
import io.quorate.lab.model.HostSpec;
import io.quorate.lab.winrm.WinRmFace;

/** A host of the estate with its face and the port it listens on. */
record LabHost(HostSpec spec, WinRmFace face, HttpListener listener) implements AutoCloseable {

    String name() {
        return spec.name();
    }

    @Override
    public void close() {
        face.close();
        listener.close();
    }
}

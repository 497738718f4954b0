package io.quorate.samples;

import picocli.CommandLine.IVersionProvider;

/** Tells the version of what runs, as its archive has it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = io.quorate.Quorate.class.getPackage().getImplementationVersion();
        return new String[] {"Quorate, " + (version == null ? "built from source" : version)};
    }
}

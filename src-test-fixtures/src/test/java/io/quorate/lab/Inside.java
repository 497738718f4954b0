package io.quorate.lab;

import io.quorate.lab.storage.StorageAppliance;

/** What tests of the lab itself see of it and its users do not. */
public final class Inside {
    private Inside() {}

    /** Returns the appliance behind its handle. */
    public static StorageAppliance of(LabAppliance appliance) {
        return appliance.model();
    }
}

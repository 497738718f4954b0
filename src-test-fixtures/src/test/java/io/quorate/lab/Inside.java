package io.quorate.lab;

import io.quorate.lab.http.HttpRequest;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.Replications;
import io.quorate.lab.storage.StorageAppliance;
import java.util.function.Consumer;

/** What tests of the lab itself see of it and its users do not. */
public final class Inside {
    private Inside() {}

    /** Returns the appliance behind its handle. */
    public static StorageAppliance of(LabAppliance appliance) {
        return appliance.model();
    }

    /** Returns Hyper-V Replica of a lab; from a face that is added to it. */
    public static Replications replications(Site site) {
        return site.estate().replications();
    }

    /** Returns what stands in the server room of a lab; from a face that is added to it. */
    public static Estate estate(Site site) {
        return site.estate();
    }

    /** Has a listener hear of every request to an appliance's management before it is answered; it may hold it up. */
    public static void onRequest(LabAppliance appliance, Consumer<HttpRequest> heard) {
        appliance.onRequest(heard);
    }
}

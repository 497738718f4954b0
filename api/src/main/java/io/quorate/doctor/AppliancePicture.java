package io.quorate.doctor;

import io.quorate.storage.Appliance;
import java.util.List;
import java.util.Objects;

/**
 * What an appliance's management says of itself.
 *
 * @param appliance its version and identity
 * @param clusters the names of the clusters of appliances it belongs to; empty if it stands alone
 */
public record AppliancePicture(Appliance appliance, Told<List<String>> clusters) {
    public AppliancePicture {
        Objects.requireNonNull(appliance, "appliance");
        clusters = clusters.map(List::copyOf);
    }
}

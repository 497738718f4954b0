package io.quorate.lab;

import io.quorate.Shown;
import io.quorate.Trust;
import io.quorate.lab.http.LabAuthority;
import io.quorate.lab.kernel.Faults;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Estate;
import javax.net.ssl.SSLContext;

/** A lab under construction, as somebody sees it who adds a face ({@link LabBuilder#face}). Use it inside the lambda only. */
public final class Site {
    private final World world;
    private final Estate estate;
    private final LabAuthority authority;
    private final Faces faces;
    private final AddressBook addressBook;

    Site(World world, Estate estate, LabAuthority authority, Faces faces, AddressBook addressBook) {
        this.world = world;
        this.estate = estate;
        this.authority = authority;
        this.faces = faces;
        this.addressBook = addressBook;
    }

    /**
     * Puts a face on a machine. The lab brings it up when all faces are placed and closes it at its end. It goes down and up with the power of
     * the host or appliance of that name; a machine of another name always has power.
     *
     * @throws IllegalArgumentException if the machine has a face of that name
     */
    public void place(String machine, Face face) {
        faces.place(machine, face);
    }

    /** Returns the address book, where clients look for what was placed. */
    public AddressBook addressBook() {
        return addressBook;
    }

    /** Returns the world: its time, its randomness, its state. */
    public World world() {
        return world;
    }

    /** Returns the declarations of what goes wrong with requests; a face asks them and does what they say. */
    public Faults faults() {
        return estate.faults();
    }

    /** Makes a server's TLS identity that the lab's authority vouches for. */
    public SSLContext tls(String host, String... otherNames) {
        return authority.serverContext(host, otherNames);
    }

    /** Returns the trust that lets clients believe {@link #tls} identities. */
    public Trust trust() {
        return Trust.authorities(authority.certificate());
    }

    /** Makes a server's TLS identity that believes client certificates of the lab's authority. */
    SSLContext tlsForClients(String host, String... otherNames) {
        return authority.serverContext(true, host, otherNames);
    }

    Estate estate() {
        return estate;
    }

    @Override
    public String toString() {
        return Shown.as(this).toString();
    }
}

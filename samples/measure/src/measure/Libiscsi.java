package measure;

import com.sun.jna.Callback;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;

/**
 * A session of libiscsi, the initiator in C that qemu uses, in this process: what a command costs of JNA is far less than what moving 64 KiB
 * does. Not thread-safe.
 */
final class Libiscsi implements AutoCloseable {
    private static final String LIBRARY = "libiscsi.so.7";
    private static final int NORMAL = 2;
    private static final int BLOCK = 512;

    /** Functions of libiscsi 1.19. */
    private static final class Api {
        static {
            Native.register(Api.class, LIBRARY);
        }

        static native Pointer iscsi_create_context(String initiator);

        static native int iscsi_destroy_context(Pointer context);

        static native String iscsi_get_error(Pointer context);

        static native int iscsi_set_targetname(Pointer context, String target);

        static native int iscsi_set_session_type(Pointer context, int type);

        static native void iscsi_set_noautoreconnect(Pointer context, int state);

        static native int iscsi_connect_sync(Pointer context, String portal);

        static native int iscsi_login_sync(Pointer context);

        static native int iscsi_logout_sync(Pointer context);

        static native int iscsi_disconnect(Pointer context);

        static native Pointer iscsi_testunitready_sync(Pointer context, int lun);

        static native Pointer iscsi_read16_sync(
                Pointer context, int lun, long lba, int length, int block, int protect, int dpo, int fua, int fuaNv, int group);

        static native Pointer iscsi_write16_sync(
                Pointer context,
                int lun,
                long lba,
                Pointer data,
                int length,
                int block,
                int protect,
                int dpo,
                int fua,
                int fuaNv,
                int group);

        static native Pointer iscsi_read16_task(
                Pointer context,
                int lun,
                long lba,
                int length,
                int block,
                int protect,
                int dpo,
                int fua,
                int fuaNv,
                int group,
                Ended callback,
                Pointer more);

        static native Pointer iscsi_write16_task(
                Pointer context,
                int lun,
                long lba,
                Pointer data,
                int length,
                int block,
                int protect,
                int dpo,
                int fua,
                int fuaNv,
                int group,
                Ended callback,
                Pointer more);

        static native int iscsi_get_fd(Pointer context);

        static native int iscsi_which_events(Pointer context);

        static native int iscsi_service(Pointer context, int events);

        static native void scsi_free_scsi_task(Pointer task);
    }

    private static final class C {
        static {
            Native.register(C.class, "c");
        }

        static native int poll(Pointer descriptors, NativeLong count, int millis);
    }

    /** Hears of a command that has ended. */
    private interface Ended extends Callback {
        void ended(Pointer context, int status, Pointer task, Pointer more);
    }

    private final Pointer context;
    private final int lun;
    private final Memory descriptor = new Memory(8);
    private final Ended hears = (of, status, task, more) -> ended(status, task);
    private int inFlight;
    private int failed;

    Libiscsi(Portal portal, Iqn target, int lun) {
        this.lun = lun;
        context = Api.iscsi_create_context("iqn.2026-11.example:libiscsi");
        Api.iscsi_set_targetname(context, target.value());
        Api.iscsi_set_session_type(context, NORMAL);
        Api.iscsi_set_noautoreconnect(context, 1);
        check("connect", Api.iscsi_connect_sync(context, portal.toString()));
        check("log in", Api.iscsi_login_sync(context));
    }

    /** Tells whether the library is here. */
    static boolean isHere() {
        try {
            return Api.iscsi_create_context("iqn.2026-11.example:probe") != null;
        } catch (LinkageError e) {
            return false;
        }
    }

    private void check(String what, int result) {
        if (result != 0) {
            throw new IllegalStateException("libiscsi: " + what + ": " + Api.iscsi_get_error(context));
        }
    }

    /** Has the target say what it has to tell a new session. */
    void awaken() {
        for (int i = 0; i < 4; i++) {
            Api.scsi_free_scsi_task(Api.iscsi_testunitready_sync(context, lun));
        }
    }

    private void good(Pointer task) {
        if (task == null || task.getInt(0) != 0) {
            throw new IllegalStateException("libiscsi: " + Api.iscsi_get_error(context));
        }
        Api.scsi_free_scsi_task(task);
    }

    void read(long block, int length) {
        good(Api.iscsi_read16_sync(context, lun, block, length, BLOCK, 0, 0, 0, 0, 0));
    }

    void write(long block, Pointer data, int length) {
        good(Api.iscsi_write16_sync(context, lun, block, data, length, BLOCK, 0, 0, 0, 0, 0));
    }

    /** Reads pieces, or writes them where there is data, so many at a time. */
    void fly(long block, int pieces, int piece, int depth, Pointer data) {
        int begun = 0;
        failed = 0;
        int descriptorOfSocket = Api.iscsi_get_fd(context);
        while (begun < pieces || inFlight > 0) {
            for (; begun < pieces && inFlight < depth; begun++, inFlight++) {
                long at = block + (long) begun * piece / BLOCK;
                if (data == null) {
                    Api.iscsi_read16_task(context, lun, at, piece, BLOCK, 0, 0, 0, 0, 0, hears, null);
                } else {
                    Pointer from = data.share((long) begun * piece);
                    Api.iscsi_write16_task(context, lun, at, from, piece, BLOCK, 0, 0, 0, 0, 0, hears, null);
                }
            }
            descriptor.setInt(0, descriptorOfSocket);
            descriptor.setShort(4, (short) Api.iscsi_which_events(context));
            descriptor.setShort(6, (short) 0);
            C.poll(descriptor, new NativeLong(1), 1000);
            check("service", Api.iscsi_service(context, descriptor.getShort(6)));
        }
        if (failed > 0) {
            throw new IllegalStateException("libiscsi: " + failed + " commands failed");
        }
    }

    private void ended(int status, Pointer task) {
        inFlight--;
        failed += status == 0 ? 0 : 1;
        Api.scsi_free_scsi_task(task);
    }

    @Override
    public void close() {
        Api.iscsi_logout_sync(context);
        Api.iscsi_disconnect(context);
        Api.iscsi_destroy_context(context);
    }
}

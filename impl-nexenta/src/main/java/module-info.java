/** Storage appliances (NexentaStor) and the iSCSI initiator. Holds nothing yet: it arrives with the storage client. */
module io.quorate.nexenta {
    requires io.quorate;
    requires static org.jspecify;
}

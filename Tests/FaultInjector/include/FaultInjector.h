/// Put before a program with LD_PRELOAD, this library makes the machine below it fail, for tests. Linux only; it has no
/// functions to call. Two environment variables tell it what to do:
///
/// TOCSIN_FAULTS    a file that may come and go while the program runs. While it is there its lines say what happens to
///                  the folder that it is in, and to the files of that folder:
///                      sync wait       fdatasync and fsync wait until the line is gone, and do their work then
///                      sync 2000       they wait so many milliseconds first, as a disk behind a network does
///                      sync EIO        they fail, and do nothing
///                      folder EIO      the folder's names cannot be synced
///                      write EIO       writes fail
///                      write ENOSPC    so do they, but first comes one that writes half of its bytes; EDQUOT likewise
///                      create EACCES   no new file can be made
///                  One line is of the terminal:
///                      drop wait       what was typed is dropped only once the line is gone
/// TOCSIN_NO_SOCKET if it is set, the kernel kills the program, and every program that it starts, with SIGSYS as soon as
///                  it asks for a socket. Where the kernel refuses to watch, the program ends with 99 before it begins.

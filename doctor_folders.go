package main

import (
	"errors"
	"io/fs"
	"os"

	"qunbao/configs"
	"qunbao/storage"
	"qunbao/storage/place"
)

// leastRoom is how much of a disk should be free: the store grows by little a
// day, its log of changes for a moment by much.
const leastRoom = 500 << 20 // bytes

// examineFolders looks at where the store and the journal stand.
func (d *doctor) examineFolders() {
	for _, dir := range d.folders() {
		if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
			d.note("folder", "%s is not there yet; qunbao run makes it", dir)
		}
		d.examineRoom(dir)
		d.examineRights(dir)
		d.examinePlace(dir)
	}
}

// examineRoom looks how full the disk is.
func (d *doctor) examineRoom(dir string) {
	free, err := place.Free(dir)
	switch {
	case err != nil:
		d.note("disk", "how full it is cannot be told: %v", err)
	case free < leastRoom:
		d.bad("disk", "only %s are free where %s stands; make room, a full disk stops the service", bytesSay(free), dir)
	default:
		d.good("disk", "%s free", bytesSay(free))
	}
}

// examineRights looks who else may read what people wrote.
func (d *doctor) examineRights(dir string) {
	exposed, err := place.Exposed(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case errors.Is(err, errors.ErrUnsupported):
		d.note("rights", "whether others may read %s cannot be told here: look yourself", dir)
	case err != nil:
		d.bad("rights", "%v; give the folder to the user who runs qunbao", err)
	case len(exposed) > 0:
		d.bad("rights", "others may read %s%s; chmod -R go= %s", exposed[0], more(len(exposed)-1), dir)
	default:
		d.good("rights", "the user's alone")
	}
}

// examinePlace looks whether the folder is one that a database can stand on.
func (d *doctor) examinePlace(dir string) {
	const move = "move the workspace to a folder of this computer's own disk"
	embedded := d.config.Store.Kind == configs.Embedded
	remote, err := place.Remote(dir)
	switch {
	case err != nil:
		d.note("place", "whether it is on a network cannot be told: %v", err)
	case remote != "" && embedded:
		d.bad("place", "%s lies on another computer, where the database may break (%s); %s", dir, remote, move)
	case remote != "":
		d.note("place", "%s lies on another computer (%s)", dir, remote)
	}
	copied, err := place.Copied(dir, d.getenv)
	switch {
	case err != nil:
		d.note("place", "whether a cloud drive copies it cannot be told: %v", err)
	case copied != "":
		d.bad("place", "%s: %s; names leave this computer and the database may break: %s", dir, copied, move)
	case remote == "":
		d.good("place", "this computer's own")
	}
}

// examineJournal follows the journal's chain.
func (d *doctor) examineJournal(dir string) {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		d.note("journal", "there is none yet")
		return
	}
	proof, err := storage.Prove(dir)
	switch {
	case errors.Is(err, storage.ErrTorn): // being written, or put aside at the next start
		d.good("journal", "%d day(s), %s; its last line is being written", proof.Days, size(dir))
	case err != nil:
		d.bad("journal", "%v; put the file of a backup in its place, or find out who changed it", err)
	default:
		d.good("journal", "%d day(s), %d messages, %s; the chain holds", proof.Days, proof.Messages, size(dir))
	}
}

// size is how large the files of a folder are.
func size(dir string) string {
	var all int64
	files, _ := os.ReadDir(dir) // what cannot be read has been said above
	for _, f := range files {
		if info, err := f.Info(); err == nil {
			all += info.Size()
		}
	}
	return bytesSay(all)
}

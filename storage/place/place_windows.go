package place

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// Free is how many bytes this user may still write where a folder stands.
func Free(dir string) (uint64, error) {
	dir, err := resolve(dir)
	if err != nil {
		return 0, err
	}
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var free uint64
	err = windows.GetDiskFreeSpaceEx(path, &free, nil, nil)
	return free, err
}

// Remote tells by what it is known that a folder lies on another computer; ""
// where it does not.
func Remote(dir string) (how string, err error) {
	if dir, err = resolve(dir); err != nil {
		return "", err
	}
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return "", err
	}
	volume := make([]uint16, windows.MAX_LONG_PATH)
	if err := windows.GetVolumePathName(path, &volume[0], uint32(len(volume))); err != nil {
		return "", err
	}
	if windows.GetDriveType(&volume[0]) == windows.DRIVE_REMOTE {
		return "Windows names " + windows.UTF16ToString(volume) + " a network drive", nil
	}
	return "", nil
}

// copied asks Windows, from 10 version 1709 on, whether a cloud drive that keeps
// to its rules (OneDrive, iCloud and others) looks after the folder.
func copied(dir string) string {
	ask := windows.NewLazySystemDLL("cldapi.dll").NewProc("CfGetSyncRootInfoByPath")
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil || ask.Find() != nil {
		return ""
	}
	var root int64 // CF_SYNC_ROOT_BASIC_INFO: the root's file id
	var length uint32
	const basic = 0
	hresult, _, _ := ask.Call(uintptr(unsafe.Pointer(path)), basic, uintptr(unsafe.Pointer(&root)), unsafe.Sizeof(root), uintptr(unsafe.Pointer(&length)))
	if int32(hresult) < 0 {
		return "" // it lies in none
	}
	return "a cloud drive copies it: Windows says so (CfGetSyncRootInfoByPath)"
}
